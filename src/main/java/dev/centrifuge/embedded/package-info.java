/**
 * A Kafka broker in this process. The sole importer of Kafka's server classes.
 *
 * <p>Threading: starting and stopping block and belong to a worker or the main thread.
 */
@NullMarked
package dev.centrifuge.embedded;

import org.jspecify.annotations.NullMarked;
