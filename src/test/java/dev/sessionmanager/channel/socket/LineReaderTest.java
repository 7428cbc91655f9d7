package dev.sessionmanager.channel.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.channel.socket.LineReader.Line;
import dev.sessionmanager.channel.socket.LineReader.NoRoom;
import dev.sessionmanager.channel.socket.LineReader.Read;
import dev.sessionmanager.channel.socket.LineReader.TooLong;
import dev.sessionmanager.server.RequestRead;
import dev.sessionmanager.server.RequestReads;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines out of bytes, however these are cut. */
class LineReaderTest {

  private static final int MEMORY = 1024;

  private final RequestReads memory = RequestReads.ofMessages(MEMORY);

  /** Gives at most so many bytes at a time. */
  private static final class Cut extends InputStream {
    private final InputStream in;
    private final int most;

    Cut(byte[] bytes, int most) {
      this.in = new ByteArrayInputStream(bytes);
      this.most = most;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      return in.read(bytes, from, Math.min(most, length));
    }
  }

  private List<Read> read(String text, int most, int maxBytes) throws IOException {
    LineReader lines = new LineReader(maxBytes, memory);
    InputStream in = new Cut(text.getBytes(StandardCharsets.UTF_8), most);
    List<Read> all = new ArrayList<>();
    do {
      for (Read read = lines.poll(); read != null; read = lines.poll()) {
        all.add(read);
      }
    } while (lines.fill(in));
    Read rest = lines.rest();
    if (rest != null) {
      all.add(rest);
    }
    assertThat(memory.held()).isZero();
    return all;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 511, 512, 4000})
  void findsTheSameLinesHoweverTheyAreCut(int most) throws IOException {
    assertThat(read("uno\r\n\n👋ñ\nx\ry\r\r\nlast", most, 100))
        .containsExactly(
            new Line("uno"), new Line(""), new Line("👋ñ"), new Line("x\ry\r"), new Line("last"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 512})
  void refusesWhatIsOverTheLimitOnceAndGoesOn(int most) throws IOException {
    assertThat(read("12345\n123456\n" + "1".repeat(3000) + "\nok", most, 5))
        .containsExactly(new Line("12345"), new TooLong(), new TooLong(), new Line("ok"));
  }

  @Test
  void refusesWhatThereIsNoMemoryFor() throws IOException {
    RequestRead waiting = memory.read(() -> {});
    waiting.hold(900);
    LineReader lines = new LineReader(5000, memory);
    InputStream in =
        new ByteArrayInputStream(("x".repeat(300) + "\n").getBytes(StandardCharsets.UTF_8));
    lines.fill(in);
    assertThat(lines.poll()).isEqualTo(new NoRoom());
    assertThat(lines.midLine()).isTrue();
    assertThat(memory.held()).isEqualTo(900);
    memory.release(waiting);
    assertThat(lines.poll()).isNull();
    assertThat(lines.midLine()).isFalse();
  }

  @Test
  void givesWayToAnotherLineWhereItHasHeldTheMostForLongest() throws IOException {
    LineReader old = new LineReader(5000, memory);
    LineReader young = new LineReader(5000, memory);
    InputStream half = stream("x".repeat(600));
    while (old.fill(half)) {
      assertThat(old.poll()).isNull();
    }
    assertThat(memory.held()).isEqualTo(MEMORY);
    young.fill(stream("y\n"));
    assertThat(young.poll()).isEqualTo(new Line("y"));
    assertThat(memory.held()).isZero(); // before the older one has looked
    old.fill(stream("x\nok\n"));
    assertThat(old.poll()).isEqualTo(new NoRoom());
    assertThat(old.poll()).isEqualTo(new Line("ok"));
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
