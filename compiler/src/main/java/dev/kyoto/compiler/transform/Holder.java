package dev.kyoto.compiler.transform;

import java.util.List;

/**
 * The class that is written for an async block.
 *
 * @param name internal
 * @param arguments in the order of the body's parameters, the field that each is kept in until the block is first polled
 * @param fields all of them
 * @param source what {@code CompiledBlock.describeSource()} answers
 */
record Holder(String name, List<HolderFields.Field> arguments, HolderFields fields, String source) {}
