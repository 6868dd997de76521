package dev.centrifuge.config.outbound;

import dev.centrifuge.config.check.Checks;
import dev.centrifuge.config.check.PemRules;

/**
 * Whom to trust.
 *
 * @param ca PEM: certificates of authorities, instead of those that the JVM trusts; host names are verified all the same
 */
public record TrustConfig(String ca) {

    public TrustConfig {
        Checks checks = new Checks();
        PemRules.trust(checks, "/ca", ca);
        checks.done();
    }
}
