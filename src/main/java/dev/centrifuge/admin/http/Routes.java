package dev.centrifuge.admin.http;

/** A part of the admin API. */
@FunctionalInterface
public interface Routes {

    /** Registers what it answers; once, before the port opens. */
    void on(Api api);
}
