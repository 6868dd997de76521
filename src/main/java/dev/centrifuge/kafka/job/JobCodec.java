package dev.centrifuge.kafka.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.centrifuge.flow.job.Job;
import dev.centrifuge.flow.job.Progress;
import java.io.IOException;

/** Jobs and their progress as JSON, in which a newer version may have put more. Thread-safe. */
final class JobCodec {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private JobCodec() {}

    static byte[] encode(Job job) {
        return write(job);
    }

    static byte[] encode(Progress progress) {
        return write(progress);
    }

    private static byte[] write(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not to be written: " + value.getClass(), e);
        }
    }

    /** @throws IllegalArgumentException where it is none */
    static Job job(byte[] record) {
        return read(record, Job.class);
    }

    /** @throws IllegalArgumentException where it is none */
    static Progress progress(byte[] record) {
        return read(record, Progress.class);
    }

    private static <T> T read(byte[] record, Class<T> type) {
        try {
            return JSON.readValue(record, type);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a record of a job", e);
        }
    }
}
