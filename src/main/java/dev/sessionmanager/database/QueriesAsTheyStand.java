package dev.sessionmanager.database;

import org.springframework.data.jpa.repository.query.DeclaredQuery;
import org.springframework.data.jpa.repository.query.QueryEnhancerFactories;
import org.springframework.data.jpa.repository.query.QueryEnhancerFactory;
import org.springframework.data.jpa.repository.query.QueryEnhancerSelector;

/**
 * Passes the repositories' queries on as they are written. Made by Spring Data itself, and named by
 * what Spring prepares at the build, in each room that has repositories.
 */
public final class QueriesAsTheyStand implements QueryEnhancerSelector {

  @Override
  public QueryEnhancerFactory select(DeclaredQuery query) {
    return QueryEnhancerFactories.fallback();
  }
}
