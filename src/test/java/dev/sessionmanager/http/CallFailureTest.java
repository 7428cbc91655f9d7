package dev.sessionmanager.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.http.CallFailure.Reason;
import dev.sessionmanager.http.CallFailure.Verdict;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLKeyException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLProtocolException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table by which a failed call is judged. */
class CallFailureTest {

  static Stream<Arguments> table() {
    return Stream.of(
        row(new ConnectionRequestTimeoutException(), Verdict.NOT_SENT, Reason.NO_CONNECTION_FREE),
        row(new ConnectTimeoutException("x"), Verdict.NOT_SENT, Reason.CONNECT_TIMED_OUT),
        row(new ConnectException("x"), Verdict.NOT_SENT, Reason.UNREACHABLE),
        row(new HttpHostConnectException("x"), Verdict.NOT_SENT, Reason.UNREACHABLE),
        row(new NoRouteToHostException("x"), Verdict.NOT_SENT, Reason.UNREACHABLE),
        row(new UnknownHostException("x"), Verdict.NOT_SENT, Reason.UNREACHABLE),
        row(new SSLHandshakeException("x"), Verdict.NOT_SENT, Reason.UNREACHABLE),
        row(new SSLPeerUnverifiedException("x"), Verdict.NOT_SENT, Reason.UNREACHABLE),
        row(new SSLException("x"), Verdict.MAYBE_SENT, Reason.BROKE_OFF),
        row(new SSLProtocolException("x"), Verdict.MAYBE_SENT, Reason.BROKE_OFF),
        row(new SSLKeyException("x"), Verdict.MAYBE_SENT, Reason.BROKE_OFF),
        row(new SocketException("x"), Verdict.MAYBE_SENT, Reason.BROKE_OFF),
        row(new EOFException("x"), Verdict.MAYBE_SENT, Reason.BROKE_OFF),
        row(new InterruptedIOException("x"), Verdict.MAYBE_SENT, Reason.BROKE_OFF),
        row(new SocketTimeoutException("x"), Verdict.MAYBE_SENT, Reason.TOO_LATE),
        row(new NoHttpResponseException("x"), Verdict.MAYBE_SENT, Reason.BROKE_OFF),
        row(new ConnectionClosedException("x"), Verdict.MAYBE_SENT, Reason.BROKE_OFF),
        row(new ClientProtocolException("x"), Verdict.MAYBE_SENT, Reason.BROKE_OFF),
        row(new MessageConstraintException("x"), Verdict.MAYBE_SENT, Reason.BROKE_OFF),
        row(new IOException("x"), Verdict.MAYBE_SENT, Reason.BROKE_OFF));
  }

  private static Arguments row(IOException cause, Verdict verdict, Reason reason) {
    return Arguments.of(cause, verdict, reason);
  }

  @ParameterizedTest
  @MethodSource("table")
  void judgesByWhatWasThrown(IOException cause, Verdict verdict, Reason reason) {
    CallFailure failure = CallFailure.of(cause, null, false);
    assertThat(failure.verdict()).isEqualTo(verdict);
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure).hasCause(cause);
  }

  @ParameterizedTest
  @MethodSource("table")
  void neverTakesAnAnsweredRequestForUnsent(IOException cause) {
    CallFailure failure = CallFailure.of(cause, null, true);
    assertThat(failure.verdict()).isEqualTo(Verdict.ANSWERED);
    assertThat(failure.reason()).isIn(Reason.BROKE_OFF, Reason.TOO_LATE);
  }

  @ParameterizedTest
  @MethodSource("table")
  void saysThatACallTookTooLongWhateverItsEndThrew(IOException cause, Verdict verdict) {
    CallFailure failure = CallFailure.of(cause, Reason.TOO_LATE, false);
    assertThat(failure.verdict()).isEqualTo(verdict);
    assertThat(failure.reason()).isEqualTo(Reason.TOO_LATE);
  }

  @Test
  void saysThatAnAnswerIsTooLarge() {
    CallFailure failure = CallFailure.of(new BoundedLines.TooLarge(), null, true);
    assertThat(failure.verdict()).isEqualTo(Verdict.ANSWERED);
    assertThat(failure.reason()).isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void saysThatNothingWasSentByOneThatIsClosed() {
    assertThat(CallFailure.closed(null).verdict()).isEqualTo(Verdict.NOT_SENT);
  }
}
