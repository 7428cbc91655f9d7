package dev.sessionmanager;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class SessionManager {
  public static void main(String[] args) {
    SpringApplication.run(SessionManager.class, args);
  }
}
