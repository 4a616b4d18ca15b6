/**
 * Class file in, class file and holders out: turns the lambdas that are async blocks into state machines. Knows nothing of
 * javac; {@link dev.kyoto.compiler.transform.Transformer} is the way in.
 *
 * <p>No stack map is ever computed, so no class hierarchy is ever needed: the frames that javac wrote are kept, trimmed to
 * the locals that are live, and the few new ones are put together from them.
 */
@NullMarked
package dev.kyoto.compiler.transform;

import org.jspecify.annotations.NullMarked;
