package dev.centrifuge.admin;

/** The page at {@code /}. */
final class Home {
    static final String HTML = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <title>Centrifuge</title>
            <h1>Centrifuge</h1>
            <ul>
            <li><a href="/health/ready">Health: ready</a> for traffic
            <li><a href="/health/live">Health: live</a>
            <li><a href="/metrics">Metrics</a> for Prometheus
            </ul>
            </html>
            """;

    private Home() {}
}
