/**
 * What each feature of a destination costs: the same backlog leaves the same gateway for the same sink, with it and without;
 * and what it costs to be looked at.
 *
 * <p>The gateway and the sink are child processes. Threading: the command's thread blocks; loads and the token endpoint have an
 * event loop.
 */
@NullMarked
package dev.centrifuge.tools.bench.feature;

import org.jspecify.annotations.NullMarked;
