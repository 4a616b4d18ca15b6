/**
 * The Technology Compatibility Kit of Reactive Streams, on what Kyoto offers to {@link java.util.concurrent.Flow}. Its tests are
 * written for TestNG, and are named after the rules that they check. Those skipped are named {@code untested_…}: rules that
 * the kit knows no way to check.
 */
package dev.kyoto.interop;
