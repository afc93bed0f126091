// The program's own icons, drawn in the colours of the palette.
#pragma once

#include "ui/text/upload_words.h"

#include <QIcon>

class QColor;
class QPainter;
class QPixmap;
class QRect;

namespace gantry {

enum class Glyph {
    AddFiles,
    AddFolder,
    Pause,
    Resume,
    Retry,
    Cancel,
    Remove,
    Destination,
    Search,
    Settings,
    Undo,
    Close,
    All,
    Active,
    Waiting,
    Paused,
    NeedsYou,
    Failed,
    Done,
    Cancelled,
    Offline,
    Online,
    Busy,
    Warning,
    Info,
    Check,
    Skip,
    Copy,
    Up,
    Down,
    Details,
    Service,
    StartOver,
    Edit,
    Test,
};

// Follows the palette of the application: also after a change of theme, for icons taken before. Normal,
// disabled and selected (highlighted text colour) modes; crisp at any device pixel ratio. Mirrored in
// right-to-left where the shape has a direction.
QIcon icon(Glyph glyph);

// A state's sign, in the colour of that state, for rows and lists.
Glyph glyphOf(UploadMood mood);
QIcon moodIcon(UploadMood mood);

// The same in a colour of one's own (a mood's), as large as fits, in the middle of `rect`.
void paintGlyph(QPainter *painter, const QRect &rect, Glyph glyph, const QColor &colour);

// The program's own, in all sizes that windows and task bars ask for.
QIcon applicationIcon();
QPixmap applicationImage(int pixels); // each way

} // namespace gantry
