package dev.sessionmanager.channel.rest;

/** The envelope of the contract: {@code CommunicateResponse}, and every other success here. */
record Answer(boolean success, String message, Object data) {}
