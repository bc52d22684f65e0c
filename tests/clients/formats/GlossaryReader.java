// Reads glossaries with OmegaT's own readers, without its window: GlossaryReader SOURCE TARGET FOLDER FILE...,
// where SOURCE and TARGET are languages.
// FOLDER is for OmegaT's settings. Prints a line for each entry: source, target and comment, with " # " between.

import java.io.File;
import java.util.List;
import org.omegat.core.Core;
import org.omegat.core.data.NotLoadedProject;
import org.omegat.core.data.ProjectProperties;
import org.omegat.gui.glossary.GlossaryEntry;
import org.omegat.gui.glossary.GlossaryReaderTBX;
import org.omegat.gui.glossary.GlossaryReaderTSV;
import org.omegat.util.RuntimePreferences;

class GlossaryReader {
    public static void main(String[] arguments) throws Exception {
        RuntimePreferences.setConfigDir(arguments[2]);
        final ProjectProperties properties = new ProjectProperties(new File(arguments[2])) {
        };
        properties.setSourceLanguage(arguments[0]);
        properties.setTargetLanguage(arguments[1]);
        Core.setProject(new NotLoadedProject() {
            @Override
            public ProjectProperties getProjectProperties() {
                return properties;
            }
        });
        for (int i = 3; i < arguments.length; i++) {
            File file = new File(arguments[i]);
            List<GlossaryEntry> entries = file.getName().endsWith(".tbx")
                    ? GlossaryReaderTBX.read(file, true)
                    : GlossaryReaderTSV.read(file, true);
            for (GlossaryEntry entry : entries) {
                System.out.println((entry.getSrcText() + " # " + entry.getLocText() + " # "
                        + entry.getCommentText()).replace("\n", " / "));
            }
        }
    }
}
