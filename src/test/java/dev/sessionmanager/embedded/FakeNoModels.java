package dev.sessionmanager.embedded;

import dev.sessionmanager.model.NoModels;

/** Nothing connected. */
final class FakeNoModels extends NoModels {}
