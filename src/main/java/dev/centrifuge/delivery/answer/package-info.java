/**
 * What an answer means, and what of it may be shown: status to outcome, failures to words, excerpts without secrets.
 *
 * <p>Threading: pure, but for an excerpt, which belongs to its exchange.
 */
@NullMarked
package dev.centrifuge.delivery.answer;

import org.jspecify.annotations.NullMarked;
