package dev.sessionmanager.admin;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/**
 * Whether the terminal listens to this process. A service that was started with {@code &} has the
 * shell's terminal too, but the system stops whoever reads from it in the background.
 */
final class TerminalForeground {

  private static final int STANDARD_INPUT = 0;

  private TerminalForeground() {}

  /** By tcgetpgrp(3) and getpgrp(2); true where the system has no such thing (Windows). */
  @SuppressWarnings("restricted") // two calls that only read
  static boolean isOurs() {
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find("tcgetpgrp")
        .flatMap(terminals ->
            linker
                .defaultLookup()
                .find("getpgrp")
                .map(own ->
                    call(
                            linker.downcallHandle(
                                terminals, FunctionDescriptor.of(JAVA_INT, JAVA_INT)),
                            STANDARD_INPUT)
                        == call(linker.downcallHandle(own, FunctionDescriptor.of(JAVA_INT)))))
        .orElse(true);
  }

  private static int call(MethodHandle function, Object... arguments) {
    try {
      return (int) function.invokeWithArguments(arguments);
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
