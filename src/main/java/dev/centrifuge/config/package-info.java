/**
 * The configuration: records that validate, their errors, and the difference between two configurations. Around them:
 * {@code check}, the rules; {@code load}, from a directory of JSON files to a {@link Configuration}; {@code files}, which
 * files those are; {@code reload}, the watch over them.
 *
 * <p>Threading: everything here is immutable; loading and watching block on files and belong to a worker thread.
 */
@NullMarked
package dev.centrifuge.config;

import org.jspecify.annotations.NullMarked;
