package dev.centrifuge.admin.http;

/** Carries a {@link Problem} from wherever it is found to the answer. Without a stack trace: it is no bug. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    Refusal(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
