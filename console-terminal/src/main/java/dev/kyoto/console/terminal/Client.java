package dev.kyoto.console.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks the console of a program. */
final class Client {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final ObjectMapper json = new ObjectMapper();
    private final URI console;
    private final @Nullable String token;

    /** @param address {@code host:port}, {@code host} or {@code port} */
    Client(String address, @Nullable String token) {
        String full = address.matches("\\d+")
                ? "127.0.0.1:" + address
                : address.matches(".*:\\d+") ? address : address + ":" + TerminalConsole.DEFAULT_PORT;
        this.console = URI.create("http://" + full + "/");
        this.token = token;
    }

    URI console() {
        return console;
    }

    JsonNode look(Map<String, String> parameters) throws IOException, InterruptedException {
        String query = parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(console.resolve("look?" + query)).timeout(PATIENCE);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(Words.harmless(response.body()));
        }
        return json.readTree(response.body());
    }
}
