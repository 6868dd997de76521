package dev.centrifuge;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.centrifuge.ingest.EventLog;
import dev.centrifuge.ingest.LogUnavailable;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** The rooms of the house, who may use whom, and what belongs to one room only. */
class ArchitectureTest {
    private static final String ROOT = "dev.centrifuge";

    /** What each room may use of the others. Whatever is not here may use nothing, and nothing may use the root. */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            Map.entry("event", List.of()),
            Map.entry("time", List.of()),
            Map.entry("jslt", List.of("event")),
            Map.entry("config", List.of("event", "time", "jslt")),
            Map.entry("fault", List.of()),
            Map.entry("flow", List.of("event")),
            Map.entry("route", List.of("event", "config", "jslt")),
            Map.entry("payload", List.of("event", "config", "jslt")),
            Map.entry("kafka", List.of("event", "config", "time", "flow", "fault")),
            Map.entry("ingest", List.of("event", "config", "time")),
            Map.entry("delivery", List.of("event", "config", "time", "flow", "payload")),
            Map.entry(
                    "dispatch",
                    List.of("event", "time", "config", "flow", "route", "kafka", "delivery", "fault", "jslt")),
            Map.entry("metrics", List.of("event", "time", "config", "kafka", "ingest", "delivery", "dispatch")),
            // Jobs and letters are values of flow; to say them twice, once for the API, would be a copy of each.
            Map.entry("admin", List.of("config", "dispatch", "metrics", "event", "flow")),
            Map.entry("embedded", List.of("config")),
            Map.entry(
                    "node",
                    List.of(
                            "event",
                            "time",
                            "jslt",
                            "config",
                            "flow",
                            "route",
                            "kafka",
                            "ingest",
                            "delivery",
                            "dispatch",
                            "metrics",
                            "admin",
                            "embedded")),
            Map.entry("tools", List.of("event", "config", "time")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    static Set<String> rooms() {
        return new TreeSet<>(MAY_USE.keySet());
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void a_room_uses_only_what_it_may(String room) {
        DescribedPredicate<JavaClass> allowed = resideOutsideOfPackage(ROOT + "..")
                .or(resideInAnyPackage(packages(room)))
                .or(resideInAnyPackage(packages(MAY_USE.get(room).toArray(String[]::new))));
        if (room.equals("kafka")) {
            // Ingest declares what it needs of a log; the log implements exactly that.
            allowed = allowed.or(belongToAnyOf(EventLog.class, LogUnavailable.class));
        }
        classes()
                .that()
                .resideInAPackage(packages(room)[0])
                .should()
                .onlyDependOnClassesThat(allowed)
                .check(CLASSES);
    }

    @Test
    void every_class_has_a_room() {
        classes()
                .should()
                .resideInAnyPackage(Stream.concat(
                                Stream.of(ROOT),
                                Arrays.stream(packages(MAY_USE.keySet().toArray(String[]::new))))
                        .toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void rooms_are_free_of_cycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void events_are_plain_values_of_the_jdk() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".event..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", ROOT + ".event..")
                .check(CLASSES);
    }

    @Test
    void decisions_are_pure() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".flow..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", ROOT + ".flow..", ROOT + ".event..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".route..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.vertx..", "io.netty..", "org.apache.kafka..", "java.net.http..", "java.nio.file..")
                .check(CLASSES);
    }

    @Test
    void chance_is_passed_in_where_decisions_are_made() {
        noClasses()
                .that()
                .resideInAnyPackage(packages("flow", "route"))
                .should()
                .callMethod(Math.class, "random")
                .orShould()
                .callConstructor(Random.class)
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(ThreadLocalRandom.class, SecureRandom.class)
                .check(CLASSES);
    }

    @Test
    void only_time_reads_clocks() {
        // The benchmark is its own subject: it reads the clock as a client would.
        noClasses()
                .that(resideOutsideOfPackages(packages("time", "tools.bench")))
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callConstructor(Date.class)
                .orShould()
                .callMethodWhere(anyClock())
                .check(CLASSES);
    }

    @Test
    void nothing_sleeps_but_commands_and_what_starts_them() {
        noClasses()
                .that(resideOutsideOfPackages(ROOT, ROOT + ".node", ROOT + ".tools.."))
                .should()
                .callMethodWhere(AccessTarget.Predicates.declaredIn(Thread.class)
                        .and(nameMatching("sleep"))
                        .onResultOf(call -> call.getTarget()))
                .check(CLASSES);
    }

    @Test
    void the_log_alone_knows_kafka() {
        noClasses()
                .that(resideOutsideOfPackages(packages("kafka", "embedded", "tools.bench")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "io.vertx.kafka..")
                .check(CLASSES);
    }

    @Test
    void the_broker_alone_knows_the_server_side_of_kafka() {
        noClasses()
                .that(resideOutsideOfPackages(packages("embedded")))
                .should()
                .dependOnClassesThat(resideInAPackage("org.apache.kafka..")
                        .and(not(resideInAnyPackage("org.apache.kafka.clients..", "org.apache.kafka.common.."))))
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("kafka..", "scala..")
                .check(CLASSES);
    }

    /** Two ways to commit, whatever the records of progress come to say. */
    @Test
    void who_commits_does_not_know_what_is_committed() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".kafka.commit..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".kafka.state..")
                .check(CLASSES);
    }

    @Test
    void one_room_alone_knows_the_library_of_expressions() {
        noClasses()
                .that(resideOutsideOfPackages(packages("jslt")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.schibsted..")
                .check(CLASSES);
    }

    @Test
    void one_package_alone_knows_the_library_of_traces() {
        noClasses()
                .that(resideOutsideOfPackages(packages("metrics.trace")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.opentelemetry..")
                .check(CLASSES);
    }

    @Test
    void packages_are_named_for_what_they_hold() {
        noClasses()
                .should()
                .resideInAnyPackage("..impl..", "..util..", "..common..", "..helper..", "..manager..")
                .check(CLASSES);
    }

    @Test
    void output_belongs_to_commands_and_logs_to_slf4j() {
        JavaClasses rooms = CLASSES.that(resideOutsideOfPackages(ROOT, ROOT + ".tools.."));
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(rooms);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.logging..", "org.apache.log4j..")
                .check(rooms);
        // OpenTelemetry's SDK logs there: who uses it turns that off.
        noClasses()
                .that(resideOutsideOfPackages(packages("metrics.trace")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .check(CLASSES);
    }

    @Test
    void every_package_says_what_it_is_and_where_null_may_be() {
        List<String> unmarked = CLASSES.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(p -> !p.getName().equals(ROOT))
                .filter(p -> !p.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .sorted()
                .toList();
        assertThat(unmarked)
                .as("packages without @NullMarked in package-info.java")
                .isEmpty();
    }

    private static DescribedPredicate<JavaMethodCall> anyClock() {
        return DescribedPredicate.describe(
                "asks a clock",
                call -> call.getTargetOwner().isAssignableTo(Clock.class)
                        || (call.getTargetOwner().getPackageName().equals("java.time")
                                && call.getTarget().getName().equals("now")));
    }

    private static String[] packages(String... rooms) {
        return Arrays.stream(rooms).map(room -> ROOT + "." + room + "..").toArray(String[]::new);
    }
}
