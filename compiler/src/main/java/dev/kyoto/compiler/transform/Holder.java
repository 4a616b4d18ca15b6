package dev.kyoto.compiler.transform;

import java.util.List;
import org.objectweb.asm.Type;

/**
 * The class that is written for an async block.
 *
 * @param arguments in the order of the body's parameters, the field that each is kept in until the block is first polled
 * @param fields all of them
 * @param source what {@code CompiledBlock.describeSource()} answers
 */
record Holder(Type type, List<HolderFields.Field> arguments, HolderFields fields, String source) {}
