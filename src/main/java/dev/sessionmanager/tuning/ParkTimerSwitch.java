package dev.sessionmanager.tuning;

import org.springframework.stereotype.Component;

/** Sets for the whole process whether {@link ParkTimer} is used, which waiting threads ask. */
@Component
final class ParkTimerSwitch {

  ParkTimerSwitch(TuningSettings settings) {
    ParkTimer.use(settings.parkTimer());
  }
}
