package exo86.ash.driver;

import java.nio.file.Path;

/**
 * A folder under which module {@code a.b.c} is the file {@code a/b/c.ash}.
 *
 * @param shown how messages and check tables name the folder
 * @param library whether what lies here goes to the library's sections ({@code .lib.text.…})
 */
public record Root(Path folder, String shown, boolean library) {
    public static Root of(Path folder) {
        return new Root(folder, folder.toString().replace('\\', '/'), false);
    }

    public static Root library(Path folder) {
        return new Root(folder, folder.toString().replace('\\', '/'), true);
    }

    /** The same folder, named otherwise. */
    public Root shownAs(String name) {
        return new Root(folder, name, library);
    }

    Path file(String module) {
        return folder.resolve(module.replace('.', '/') + ".ash");
    }

    String shownFile(String module) {
        String file = module.replace('.', '/') + ".ash";
        return shown.isEmpty() || shown.equals(".") ? file : shown + "/" + file;
    }
}
