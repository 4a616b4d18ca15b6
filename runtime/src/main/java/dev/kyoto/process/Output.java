package dev.kyoto.process;

import java.nio.charset.Charset;

/**
 * What a program has left behind.
 *
 * @param exitCode 0 if all went well, by convention; on Unix 128 plus the number of the signal that ended it
 * @param out what it wrote to its standard output
 * @param err what it wrote to its standard error
 */
public record Output(int exitCode, byte[] out, byte[] err) {
    public boolean isSuccess() {
        return exitCode == 0;
    }

    /** The standard output as text of this machine's charset. */
    public String outText() {
        return new String(out, Charset.defaultCharset());
    }

    /** The standard error as text of this machine's charset. */
    public String errText() {
        return new String(err, Charset.defaultCharset());
    }
}
