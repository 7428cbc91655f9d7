package dev.sessionmanager.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;

/** A call that brought no whole answer: why, and whether its request may have been taken. */
public final class CallFailure extends IOException {

  private static final long serialVersionUID = 1;

  /** What has become of the request. */
  public enum Verdict {
    /** It has certainly reached nobody: it may be made anew, here or elsewhere. */
    NOT_SENT,
    /** Somebody may have taken it and acted on it. */
    MAYBE_SENT,
    /** It was taken, and the head of its answer came; the body did not come to its end. */
    ANSWERED
  }

  /** What went wrong. */
  public enum Reason {
    /** All connections to that address were in use. */
    NO_CONNECTION_FREE,
    /** Answers that are being read have all the memory that there is for them. */
    NO_MEMORY_FREE,
    /** Nobody took the connection in time. */
    CONNECT_TIMED_OUT,
    /** Nobody listens there, or it is not who it should be. */
    UNREACHABLE,
    /** The caller has been closed. */
    CLOSED,
    /** The call's whole time was over. */
    TOO_LATE,
    /** No piece of a stream came in time. */
    NO_FIRST_PIECE,
    /** No further piece of a stream came in time. */
    SILENT,
    /** The calling thread was interrupted. */
    INTERRUPTED,
    /** The answer's body is larger than the caller takes. */
    TOO_LARGE,
    /** The connection broke, or what came over it is no HTTP. */
    BROKE_OFF
  }

  private final Verdict verdict;
  private final Reason reason;

  private CallFailure(Verdict verdict, Reason reason, @Nullable Throwable cause) {
    super(verdict + ", " + reason, cause);
    this.verdict = verdict;
    this.reason = reason;
  }

  /** The caller has been closed before the call. */
  static CallFailure closed(@Nullable Throwable cause) {
    return new CallFailure(Verdict.NOT_SENT, Reason.CLOSED, cause);
  }

  /**
   * The one place that says whether a request has certainly not been sent.
   *
   * @param cutOff why the deadlines ended the call; null where they did not
   * @param answered whether the head of an answer had come
   */
  static CallFailure of(IOException e, @Nullable Reason cutOff, boolean answered) {
    Reason unsent = answered ? null : unsent(e);
    Verdict verdict =
        answered ? Verdict.ANSWERED : unsent == null ? Verdict.MAYBE_SENT : Verdict.NOT_SENT;
    return new CallFailure(verdict, cutOff != null ? cutOff : unsent != null ? unsent : late(e), e);
  }

  /**
   * Null where it may have been sent. TLS that fails once the connection stands is a plain {@code
   * SSLException}: by then the other side may have read the request.
   */
  private static @Nullable Reason unsent(IOException e) {
    return switch (e) {
      case ConnectionRequestTimeoutException _ -> Reason.NO_CONNECTION_FREE;
      case ConnectTimeoutException _ -> Reason.CONNECT_TIMED_OUT;
      case ConnectException _ -> Reason.UNREACHABLE;
      case NoRouteToHostException _ -> Reason.UNREACHABLE;
      case UnknownHostException _ -> Reason.UNREACHABLE;
      case SSLHandshakeException _ -> Reason.UNREACHABLE;
      case SSLPeerUnverifiedException _ -> Reason.UNREACHABLE;
      default -> null;
    };
  }

  private static Reason late(IOException e) {
    return switch (e) {
      case BoundedLines.TooLarge _ -> Reason.TOO_LARGE;
      case AnswerMemory.UsedUp _ -> Reason.NO_MEMORY_FREE;
      case SocketTimeoutException _ -> Reason.TOO_LATE;
      default -> Thread.currentThread().isInterrupted() ? Reason.INTERRUPTED : Reason.BROKE_OFF;
    };
  }

  public Verdict verdict() {
    return verdict;
  }

  public Reason reason() {
    return reason;
  }
}
