/** What the tests of Tokio ask, and which of Kyoto's tests answer: docs/conformance.md. */
@NullMarked
package dev.kyoto.conformance;

import org.jspecify.annotations.NullMarked;
