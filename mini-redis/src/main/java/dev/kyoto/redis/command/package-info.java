/**
 * What clients can ask for. {@link dev.kyoto.redis.command.CommandTable} finds the {@link dev.kyoto.redis.command.Command} of a
 * request and runs it; the classes named for a group of commands hold what each does. No command waits.
 */
@NullMarked
package dev.kyoto.redis.command;

import org.jspecify.annotations.NullMarked;
