package dev.kyoto.compiler.tests.plain;

/** What a drop throws. */
public final class Cancelled extends Error {
    private static final long serialVersionUID = 1L;
}
