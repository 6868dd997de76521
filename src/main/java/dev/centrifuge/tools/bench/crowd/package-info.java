/**
 * What many destinations cost a gateway that has little to do: starting, memory, reloads, and the answers that operators wait for.
 *
 * <p>The gateway is a child process. Threading: the command's thread, which everything here blocks.
 */
@NullMarked
package dev.centrifuge.tools.bench.crowd;

import org.jspecify.annotations.NullMarked;
