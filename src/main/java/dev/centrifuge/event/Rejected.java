package dev.centrifuge.event;

/**
 * One event of an otherwise accepted batch that is invalid. It goes to the dead-letter topic, so that its sender can
 * find it.
 *
 * @param source the source that sent it
 * @param index its position in the batch, from 0
 * @param reason what is wrong with it, for people
 * @param body its bytes as they were sent, cut to what the topic takes
 * @param receivedAt in milliseconds since the epoch
 */
@SuppressWarnings("ArrayRecordComponent")
public record Rejected(String source, int index, String reason, byte[] body, long receivedAt) {}
