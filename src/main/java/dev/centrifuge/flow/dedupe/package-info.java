/**
 * De-duplication: which ids were read within the window, exactly, in bounded memory, and which offsets were suppressed as
 * duplicates. Pure; belongs to the log thread.
 */
@NullMarked
package dev.centrifuge.flow.dedupe;

import org.jspecify.annotations.NullMarked;
