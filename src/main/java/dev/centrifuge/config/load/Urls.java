package dev.centrifuge.config.load;

import java.net.URI;
import java.net.URISyntaxException;

/** Members that are URLs. */
final class Urls {
    /** Stands in for a URL that is missing or wrong, so that everything else is checked; that error is reported. */
    static final URI NOWHERE = URI.create("https://nowhere.invalid/");

    private Urls() {}

    /** @param what the URL is, to tell where it is missing */
    static URI required(Fields in, String key, String what) {
        in.required(key, what);
        return url(in, key);
    }

    static URI url(Fields in, String key) {
        try {
            return new URI(in.text(key, NOWHERE.toString()));
        } catch (URISyntaxException e) {
            // Its message repeats the text, which may hold a password.
            in.error(key, "is not a URL (" + e.getReason() + ")", "an absolute http or https URL");
            return NOWHERE;
        }
    }
}
