package io.bytering.docs

import kotlin.io.path.Path
import kotlin.system.exitProcess

/**
 * Makes the site and looks through it; a fault in it fails the build.
 *
 * @param arguments the repository; where the site goes, which is made anew; and a folder with one
 *   folder of API documentation for each artifact, which need not be there
 */
fun main(arguments: Array<String>) {
    val (root, target, api) = arguments.map { Path(it).toAbsolutePath().normalize() }
    val faults = Site(root, target, ApiDocs(api)).make()
    if (faults.isNotEmpty()) {
        System.err.println(faults.joinToString("\n", "The site has faults:\n"))
        exitProcess(1)
    }
    println("The site, with every link checked: ${target.resolve("index.html")}")
}
