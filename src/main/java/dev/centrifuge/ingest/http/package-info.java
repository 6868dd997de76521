/**
 * The HTTP of ingest: which route, which kind of body, which answer.
 *
 * <p>Threading: stateless, but for {@link dev.centrifuge.ingest.http.Gunzip}, which is one event loop's.
 */
@NullMarked
package dev.centrifuge.ingest.http;

import org.jspecify.annotations.NullMarked;
