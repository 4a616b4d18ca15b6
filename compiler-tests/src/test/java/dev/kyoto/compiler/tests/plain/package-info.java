/**
 * What the tests of constructs import from {@code dev.kyoto.futures} and from their harness, under the same names and as plain
 * Java: {@code async} keeps a block, {@code await()} runs it, on the spot. See {@link dev.kyoto.compiler.tests.harness.Construct}.
 */
package dev.kyoto.compiler.tests.plain;
