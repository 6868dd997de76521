package dev.centrifuge.flow.job;

/** A job and how far it is. */
public record Run(Job job, Progress progress) {

    /** What to say of it: a job that is to be cancelled may not have noticed. */
    public boolean over() {
        return progress.phase().over();
    }
}
