package dev.sessionmanager.runtime;

import dev.sessionmanager.model.NoModels;

/** Nothing connected. */
final class FakeNoModels extends NoModels {}
