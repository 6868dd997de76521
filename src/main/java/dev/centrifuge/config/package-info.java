/**
 * The configuration: records that validate, the loader of a directory of JSON files, its errors, the difference
 * between two configurations, and the watch over the files.
 *
 * <p>Threading: records are immutable; loading and watching block on files and belong to a worker thread.
 */
@NullMarked
package dev.centrifuge.config;

import org.jspecify.annotations.NullMarked;
