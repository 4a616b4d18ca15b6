package dev.kyoto.http;

import java.io.IOException;

/**
 * A request that is refused, with the status that says why. Thrown by a {@link Handler}, or where it awaits a request's body, it
 * is the response, with the message as its text: so the message is for whoever asked.
 */
public class HttpException extends IOException {
    private final int status;

    /**
     * @param status from 400 to 599
     * @throws IllegalArgumentException if it is no status of an error
     */
    public HttpException(int status, String message) {
        super(message);
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("The status of an error is from 400 to 599, not " + status
                    + ". What is no error is returned as a Response.");
        }
        this.status = status;
    }

    public final int status() {
        return status;
    }

    /** What is answered: the status, and the message in a line of text. */
    final Response response() {
        return Response.text(getMessage() + "\n").withStatus(status);
    }
}
