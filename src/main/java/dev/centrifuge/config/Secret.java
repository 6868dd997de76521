package dev.centrifuge.config;

/** A value that must never be shown: {@link #toString} hides it. */
public record Secret(String value) {

    @Override
    public String toString() {
        return "***";
    }
}
