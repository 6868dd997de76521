package dev.centrifuge.tools.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code replay}: events of the past, once more. */
@Command(
        name = "replay",
        description =
                "Delivers events of the past to a destination once more; shows and cancels such jobs, and redrives.",
        subcommands = {
            ReplayCommand.Start.class,
            ReplayCommand.Listing.class,
            ReplayCommand.Show.class,
            ReplayCommand.Cancel.class
        })
public final class ReplayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ReplayOptions replay = new ReplayOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        return replay.start(spec, "; or say list, show or cancel");
    }

    private static String path(String id) {
        return "/v1/replays/" + AdminClient.encoded(id);
    }

    /** {@code replay start}. */
    @Command(name = "start", description = "The same as replay without a word: starts one.")
    static final class Start implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private ReplayOptions replay = new ReplayOptions();

        @Override
        public Integer call() throws IOException, InterruptedException {
            return replay.start(spec, "");
        }
    }

    /** {@code replay list}. */
    @Command(name = "list", description = "Lists replays and redrives, the newest first.")
    static final class Listing implements Callable<Integer> {
        @Mixin
        private AdminOptions admin = new AdminOptions();

        @Option(names = "--limit", paramLabel = "N", description = "How many (default: ${DEFAULT-VALUE}).")
        private int limit = 50;

        @Override
        public Integer call() throws IOException, InterruptedException {
            JsonNode answer = admin.client().get("/v1/replays?limit=" + limit);
            Printout out = admin.out();
            if (!out.json(answer)) {
                List<List<String>> rows = new ArrayList<>();
                answer.path("items").forEach(job -> rows.add(JobWait.row(job)));
                out.table(JobWait.HEAD, rows);
            }
            return 0;
        }
    }

    /** {@code replay show}. */
    @Command(name = "show", description = "Shows how far a replay or a redrive is. Exit code 1 where it failed.")
    static final class Show implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private AdminOptions admin = new AdminOptions();

        @Parameters(paramLabel = "ID", description = "The job's id.")
        private String id = "";

        @Option(names = "--wait", description = "Wait until it is done, and show how far it is.")
        private boolean wait;

        @Override
        public Integer call() throws IOException, InterruptedException {
            AdminClient client = admin.client();
            return JobWait.started(client, client.get(path(id)), false, wait, admin.out(), spec);
        }
    }

    /** {@code replay cancel}. */
    @Command(
            name = "cancel",
            description = "Cancels a replay or a redrive: what it has copied is delivered, and nothing more is copied.")
    static final class Cancel implements Callable<Integer> {
        @Mixin
        private AdminOptions admin = new AdminOptions();

        @Parameters(paramLabel = "ID", description = "The job's id.")
        private String id = "";

        @Override
        public Integer call() throws IOException, InterruptedException {
            JsonNode job = admin.client().delete(path(id));
            if (!admin.out().json(job)) {
                admin.out().line(JobWait.line(job));
            }
            return 0;
        }
    }
}
