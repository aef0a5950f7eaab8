package dev.millrace.sample;

import org.springframework.test.context.ActiveProfiles;

/**
 * Application with Millrace switched off.
 */
@ActiveProfiles("stock")
class StockServerTests extends AbstractServerTests {

}
