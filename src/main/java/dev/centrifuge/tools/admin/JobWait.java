package dev.centrifuge.tools.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centrifuge.tools.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** Shows jobs, and waits for one to end. */
final class JobWait {
    static final List<String> HEAD =
            List.of("ID", "KIND", "STATE", "DESTINATION", "COPIED", "SKIPPED", "SHARE", "CREATED");

    private static final Set<String> OPEN = Set.of("waiting", "running");
    private static final long PERIOD_MILLIS = 500;

    private JobWait() {}

    static List<String> row(JsonNode job) {
        JsonNode progress = job.path("progress");
        return List.of(
                job.path("id").asText(),
                job.path("kind").asText(),
                job.path("state").asText(),
                DeadCommand.cell(job, "destination"),
                progress.path("copied").asText("0"),
                progress.path("skipped").asText("0"),
                share(job),
                job.path("createdAt").asText());
    }

    private static String share(JsonNode job) {
        return String.format(
                Locale.ROOT, "%.0f %%", 100 * job.path("progress").path("share").asDouble());
    }

    /** Polls until it has ended, with a line of progress on a terminal. Ctrl-C ends the waiting, not the job. */
    static JsonNode forEnd(AdminClient client, JsonNode job, PrintWriter err) throws IOException, InterruptedException {
        String id = job.path("id").asText();
        boolean terminal = Terminal.attached();
        JsonNode now = job;
        while (OPEN.contains(now.path("state").asText())) {
            Thread.sleep(PERIOD_MILLIS);
            now = client.get("/v1/replays/" + AdminClient.encoded(id));
            if (terminal) {
                err.print("\r" + line(now) + "   ");
                err.flush();
            }
        }
        if (terminal) {
            err.println();
        }
        return now;
    }

    /** A job in a line. */
    static String line(JsonNode job) {
        JsonNode progress = job.path("progress");
        JsonNode eta = job.path("etaSeconds");
        JsonNode reason = job.path("reason");
        return job.path("id").asText() + " " + job.path("state").asText() + ": "
                + progress.path("copied").asText("0") + " copied, "
                + progress.path("skipped").asText("0") + " skipped, " + share(job)
                + (eta.isMissingNode() ? "" : ", about " + eta.asText() + " s left")
                + (reason.isMissingNode() ? "" : ": " + reason.asText());
    }

    /** What a dry run counted. */
    static String counted(JsonNode count) {
        return count.path("matched").asText() + " would be delivered again, "
                + count.path("skipped").asText() + " would not; "
                + count.path("scanned").asText() + " records read"
                + (count.path("complete").asBoolean() ? "" : " before time was over: there may be more");
    }

    /** Prints what came of asking for a job; the command's exit code. */
    static int started(
            AdminClient client, JsonNode answer, boolean dryRun, boolean wait, Printout out, CommandSpec spec)
            throws IOException, InterruptedException {
        JsonNode last =
                wait && !dryRun ? forEnd(client, answer, spec.commandLine().getErr()) : answer;
        if (!out.json(last)) {
            out.line(dryRun ? counted(last) : line(last));
        }
        return code(last);
    }

    /** A flag of a body, where it is set. */
    static void put(Map<String, Object> body, String name, boolean set) {
        if (set) {
            body.put(name, true);
        }
    }

    /** 0 where a job is as it should be. */
    static int code(JsonNode job) {
        return job.path("state").asText().equals("failed") ? 1 : 0;
    }
}
