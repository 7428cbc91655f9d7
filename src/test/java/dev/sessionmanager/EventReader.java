package dev.sessionmanager;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the server-sent events of {@code /chat} as they come. */
final class EventReader implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  record Event(String name, String id, JsonNode data) {}

  final HttpResponse<InputStream> response;
  private final BufferedReader lines;

  EventReader(HttpClient http, HttpRequest request) throws IOException, InterruptedException {
    response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  /** The next event; one of the name {@code end} at the end. */
  Event next() throws IOException {
    String name = "";
    String id = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("event: ")) {
        name = line.substring(7);
      } else if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("data: ")) {
        return new Event(name, id, JSON.readTree(line.substring(6)));
      }
    }
    return new Event("end", "", JSON.createObjectNode());
  }

  List<Event> rest() throws IOException {
    List<Event> all = new ArrayList<>();
    for (Event event = next(); !event.name().equals("end"); event = next()) {
      all.add(event);
    }
    return all;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
