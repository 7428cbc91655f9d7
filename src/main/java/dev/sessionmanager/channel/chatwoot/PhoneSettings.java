package dev.sessionmanager.channel.chatwoot;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What of WhatsApp's settings holds in Chatwoot as well, where Evolution mirrors one into the
 * other.
 *
 * @param groups answer in groups, too ({@code evolution.groups})
 * @param handoverQuiet how long the bot is silent after a human wrote on the phone ({@code
 *     evolution.handover-quiet})
 * @param backWord what a human writes on the phone to give a conversation back ({@code
 *     evolution.back-word}); empty: nothing
 */
@ConfigurationProperties("evolution")
record PhoneSettings(boolean groups, Duration handoverQuiet, String backWord) {}
