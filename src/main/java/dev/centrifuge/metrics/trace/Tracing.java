package dev.centrifuge.metrics.trace;

import dev.centrifuge.config.TracingConfig;
import dev.centrifuge.delivery.Answer;
import dev.centrifuge.delivery.Outcome;
import dev.centrifuge.dispatch.AttemptTraces;
import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.ingest.RequestTraces;
import dev.centrifuge.time.Ticker;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Traces by OpenTelemetry's own SDK:
 *
 * <pre>
 *   client's span ──▶ receive (SERVER) ──traceparent in the record──▶ deliver (CLIENT), one for each attempt ──▶ destination's
 * </pre>
 *
 * <p>A client that comes with a trace has decided whether it is recorded. Of the others a part begins one; where none is begun
 * nothing is stored. A delivery follows what is stored, whatever the part is by then. Thread-safe.
 */
public final class Tracing implements RequestTraces, AttemptTraces, AutoCloseable {
    private static final Duration EXPORT = Duration.ofSeconds(5);
    private static final Duration CLOSE = Duration.ofSeconds(2);
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("messaging.message.id");
    private static final AttributeKey<String> SOURCE = AttributeKey.stringKey("centrifuge.source");
    private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("centrifuge.destination");
    private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("centrifuge.attempt");
    private static final AttributeKey<Long> EVENTS = AttributeKey.longKey("centrifuge.events");

    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final Ticker ticker;

    private Tracing(SpanExporter exporter, double sample, String version, Ticker ticker) {
        this.ticker = ticker;
        provider = SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.of(
                        AttributeKey.stringKey("service.name"),
                        "centrifuge",
                        AttributeKey.stringKey("service.version"),
                        version)))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(sample)))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
                .build();
        tracer = provider.get("dev.centrifuge", version);
    }

    /** Null where no endpoint is configured. */
    public static @Nullable Tracing start(TracingConfig config, String version, Ticker ticker) {
        URI endpoint = config.endpoint();
        if (endpoint == null) {
            return null;
        }
        String base = endpoint.toString();
        String url = base.endsWith("/") ? base + "v1/traces" : base + "/v1/traces";
        SpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(url)
                .setTimeout(EXPORT)
                .build();
        return new Tracing(new ToldExporter(exporter, ticker), config.sample(), version, ticker);
    }

    @Override
    public RequestTraces.@Nullable Followed begin(
            @Nullable String traceparent, String path, String source, long sinceNanos) {
        if (traceparent != null && !Parents.sampled(traceparent)) {
            return null;
        }
        SpanBuilder builder = tracer.spanBuilder("receive")
                .setSpanKind(SpanKind.SERVER)
                .setStartTimestamp(ticker.millis() * 1_000_000 - sinceNanos, TimeUnit.NANOSECONDS)
                .setAttribute(PATH, path)
                .setAttribute(SOURCE, source);
        Span span = (traceparent == null ? builder.setNoParent() : builder.setParent(parent(traceparent))).startSpan();
        return span.getSpanContext().isSampled() ? new Request(span) : null;
    }

    @Override
    public AttemptTraces.@Nullable Followed begin(List<Event> events, String destination, int number) {
        SpanBuilder builder = null;
        for (int i = 0; i < events.size(); i++) {
            Envelope envelope = events.get(i).envelope();
            String traceparent = envelope.traceparent();
            if (traceparent == null || !Parents.sampled(traceparent)) {
                continue;
            }
            if (builder == null) {
                builder = attempt(envelope, traceparent);
            } else {
                builder.addLink(Parents.context(traceparent));
            }
        }
        if (builder == null) {
            return null;
        }
        return new Try(builder.setAttribute(DESTINATION, destination)
                .setAttribute(ATTEMPT, (long) number)
                .setAttribute(EVENTS, (long) events.size())
                .startSpan());
    }

    /** A batch's span is a child of its first event that is followed, and linked to the others. */
    private SpanBuilder attempt(Envelope envelope, String traceparent) {
        return tracer.spanBuilder("deliver")
                .setSpanKind(SpanKind.CLIENT)
                .setParent(parent(traceparent))
                .setAttribute(MESSAGE, envelope.id())
                .setAttribute(SOURCE, envelope.source());
    }

    private static Context parent(String traceparent) {
        return Context.root().with(Span.wrap(Parents.context(traceparent)));
    }

    /** Exports what has ended; for two seconds at most. Blocks. */
    @Override
    public void close() {
        provider.shutdown().join(CLOSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private record Request(Span span) implements RequestTraces.Followed {

        @Override
        public String traceparent() {
            return Parents.text(span.getSpanContext());
        }

        @Override
        public void ended(int status) {
            span.setAttribute(STATUS, (long) status);
            if (status >= 500) {
                span.setStatus(StatusCode.ERROR);
            }
            span.end();
        }
    }

    private record Try(Span span) implements AttemptTraces.Followed {

        @Override
        public String traceparent() {
            SpanContext own = span.getSpanContext();
            return Parents.text(own);
        }

        @Override
        public void ended(Outcome outcome) {
            Answer answer = outcome.answer();
            if (answer.status() != 0) {
                span.setAttribute(STATUS, (long) answer.status());
            }
            boolean well = outcome instanceof Outcome.Delivered
                    || outcome instanceof Outcome.Dropped
                    || outcome instanceof Outcome.Partly;
            if (!well) {
                span.setAttribute(ERROR, answer.cause());
                span.setStatus(StatusCode.ERROR);
            }
            span.end();
        }
    }
}
