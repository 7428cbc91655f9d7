package dev.sessionmanager.http;

import dev.sessionmanager.problem.WrongSetting;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Bounds on the head of an answer, whoever it is of; those on its body are its caller's.
 *
 * @param lineMax characters of one line of a head, and of one that says a chunk's size
 * @param headersMax lines of one head
 * @param headMax bytes of a head, with everything that comes before it
 */
@ConfigurationProperties("http")
public record HttpSettings(
    @DefaultValue("16384") int lineMax,
    @DefaultValue("200") int headersMax,
    @DefaultValue("64KB") DataSize headMax) {

  public HttpSettings {
    WrongSetting.when(
        lineMax < 1024 || headersMax < 20 || headMax.toBytes() < lineMax,
        "http.line-max must be at least 1024, http.headers-max at least 20, http.head-max at least"
            + " http.line-max.");
  }
}
