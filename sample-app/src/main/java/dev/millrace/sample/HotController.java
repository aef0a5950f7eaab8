package dev.millrace.sample;

import dev.millrace.hot.Hot;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * A method of a controller that one annotation makes hot, and that stays what it is.
 */
@RestController
class HotController {

	@Hot(permitAll = true)
	@GetMapping("/greetings/{name}")
	Greeting greeting(@PathVariable String name, @RequestParam(defaultValue = "1") int times) {
		return Greeting.to((name + " ").repeat(times).trim());
	}

}
