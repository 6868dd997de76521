/**
 * Commands that are clients of the admin API: tables for people, JSON for scripts.
 *
 * <p>Threading: each command runs on the main thread and blocks there.
 */
@NullMarked
package dev.centrifuge.tools.admin;

import org.jspecify.annotations.NullMarked;
