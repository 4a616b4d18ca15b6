/**
 * Traces of futures and tasks: {@link dev.kyoto.opentelemetry.OpenTelemetrySpan} is a span around a future,
 * {@link dev.kyoto.opentelemetry.OpenTelemetryContext} what is current within, such as a parent and baggage.
 */
@NullMarked
package dev.kyoto.opentelemetry;

import org.jspecify.annotations.NullMarked;
