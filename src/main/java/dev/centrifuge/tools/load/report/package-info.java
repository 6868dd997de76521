/**
 * What a load came to, as text for people, JSON for programs, and a page with plots that needs nothing but itself.
 *
 * <p>Threading: immutable values and pure functions, on the command's thread.
 */
@NullMarked
package dev.centrifuge.tools.load.report;

import org.jspecify.annotations.NullMarked;
