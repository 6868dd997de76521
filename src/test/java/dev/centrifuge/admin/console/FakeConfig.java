package dev.centrifuge.admin.console;

import java.util.List;
import java.util.Map;

/** A configuration as the API shows it. */
final class FakeConfig {
    private FakeConfig() {}

    /** @param refused whether the last change was */
    static Object of(boolean refused) {
        Map<String, Object> gateway = Map.of(
                "admin",
                Map.of("host", "127.0.0.1", "port", 8081, "token", "***"),
                "kafka",
                Map.of("mode", "embedded"),
                "ingest",
                Map.of("port", 8080, "maxBody", "512KiB"));
        return Map.of(
                "version",
                "1.2.3",
                "loadedAt",
                "2026-01-31T09:12:00Z",
                "gateway",
                gateway,
                "destinations",
                FakeDestinations.COUNT,
                "sources",
                List.of(
                        Map.of("id", "web", "enabled", true, "writeKeys", List.of("***")),
                        Map.of("id", "ios", "enabled", true, "writeKeys", List.of("***", "***"))),
                "reload",
                refused
                        ? Map.of("at", "2026-01-31T09:40:00Z", "applied", false, "errors", List.of(error()))
                        : Map.of("at", "2026-01-31T09:40:00Z", "applied", true, "errors", List.of()));
    }

    private static Object error() {
        return Map.of(
                "file",
                "destinations/crm.json",
                "pointer",
                "/url",
                "wrong",
                "\"crm\" is no URL",
                "expected",
                "an absolute http or https URL");
    }
}
