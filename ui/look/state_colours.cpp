#include "ui/look/state_colours.h"

#include <array>
#include <cmath>

namespace gantry {
namespace {

constexpr double textContrast = 4.6; // WCAG 2.1 AA asks for 4.5
constexpr double areaContrast = 3.1; // and for 3

double linear(float channel)
{
    return channel <= 0.04045F ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &colour)
{
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

QColor blend(const QColor &over, const QColor &under, float share)
{
    return QColor::fromRgbF(over.redF() * share + under.redF() * (1 - share),
                            over.greenF() * share + under.greenF() * (1 - share),
                            over.blueF() * share + under.blueF() * (1 - share));
}

// A hue is what tells states apart; its lightness is whatever the ground asks for.
struct Hue
{
    int degrees;
    float saturation; // HSL
    float onLight;    // lightness to begin with on a light ground
    float onDark;
};

constexpr Hue blue{213, 0.74F, 0.43F, 0.66F};
constexpr Hue green{153, 0.58F, 0.34F, 0.56F};
constexpr Hue amber{33, 0.92F, 0.40F, 0.58F};
constexpr Hue red{4, 0.72F, 0.47F, 0.68F};
constexpr Hue violet{262, 0.42F, 0.50F, 0.74F};
constexpr Hue teal{190, 0.62F, 0.36F, 0.58F};
constexpr Hue grey{213, 0.10F, 0.42F, 0.66F};

struct Grounds
{
    QRgb base = 0;
    QRgb alternate = 0;
    QRgb selected = 0; // base again where the highlight is no ground for coloured text
    bool dark = false;

    friend bool operator==(const Grounds &, const Grounds &) = default;
};

Grounds groundsOf(const QPalette &palette)
{
    const QColor base = palette.color(QPalette::Base);
    const QColor highlight = palette.color(QPalette::Highlight);
    constexpr double soft = 2.2;
    return {base.rgb(), palette.color(QPalette::AlternateBase).rgb(),
            contrastOf(base, highlight) <= soft ? highlight.rgb() : base.rgb(), isDark(palette)};
}

bool reads(const QColor &colour, const Grounds &grounds, double contrast)
{
    return contrastOf(colour, QColor(grounds.base)) >= contrast &&
           contrastOf(colour, QColor(grounds.alternate)) >= contrast &&
           contrastOf(colour, QColor(grounds.selected)) >= contrast;
}

// As near to its own lightness as the contrast allows.
QColor on(const Grounds &grounds, const Hue &hue, double contrast)
{
    const float step = grounds.dark ? 0.01F : -0.01F;
    float lightness = grounds.dark ? hue.onDark : hue.onLight;
    const auto colour = [&] {
        return QColor::fromHslF(static_cast<float>(hue.degrees) / 360.0F, hue.saturation, lightness).toRgb();
    };
    while (!reads(colour(), grounds, contrast) && lightness + step > 0.0F && lightness + step < 1.0F)
        lightness += step;
    return colour();
}

// Of areas, which are larger than letters: calmer on a dark ground.
QColor areaOn(const Grounds &grounds, Hue hue)
{
    constexpr float calmer = 0.14F;
    hue.onDark -= calmer;
    return on(grounds, hue, areaContrast);
}

Hue hueOf(UploadMood mood)
{
    switch (mood) {
    case UploadMood::Moving:
        return blue;
    case UploadMood::Waiting:
    case UploadMood::Cancelled:
        return grey;
    case UploadMood::Paused:
        return violet;
    case UploadMood::NeedsYou:
        return amber;
    case UploadMood::Failed:
        return red;
    case UploadMood::Done:
        return green;
    }
    Q_UNREACHABLE();
}

QColor areaOf(PartState state, const Grounds &grounds, const QPalette &palette)
{
    switch (state) {
    case PartState::Waiting:
        return blend(palette.color(QPalette::Text), QColor(grounds.base), grounds.dark ? 0.20F : 0.13F);
    case PartState::Checking:
    case PartState::Reading:
        return areaOn(grounds, teal);
    case PartState::Sending:
        return areaOn(grounds, blue);
    case PartState::Cooling:
        return areaOn(grounds, amber);
    case PartState::Stored:
        return areaOn(grounds, green);
    case PartState::Failed:
        return areaOn(grounds, red);
    }
    Q_UNREACHABLE();
}

constexpr std::array moods{UploadMood::Moving,   UploadMood::Waiting, UploadMood::Paused,
                           UploadMood::NeedsYou, UploadMood::Failed,  UploadMood::Done,
                           UploadMood::Cancelled};
constexpr std::array parts{PartState::Waiting, PartState::Checking, PartState::Reading, PartState::Sending,
                           PartState::Cooling, PartState::Stored,   PartState::Failed};

// All colours of one palette: asked for at each row that is painted, so worked out once.
struct Colours
{
    Grounds grounds;
    QRgb text = 0;
    std::array<QColor, moods.size()> moodColours;
    std::array<QColor, parts.size()> partColours;
};

const Colours &coloursOf(const QPalette &palette)
{
    // A view's palette and the application's take turns.
    static thread_local std::array<Colours, 2> kept;
    const Grounds grounds = groundsOf(palette);
    const QRgb text = palette.color(QPalette::Text).rgb();
    const auto fits = [&](const Colours &colours) {
        return colours.grounds == grounds && colours.text == text;
    };
    if (fits(kept[0]))
        return kept[0];
    std::swap(kept[0], kept[1]);
    if (fits(kept[0]))
        return kept[0];
    Colours &colours = kept[0];
    colours.grounds = grounds;
    colours.text = text;
    for (const UploadMood mood : moods)
        colours.moodColours.at(static_cast<std::size_t>(mood)) = on(grounds, hueOf(mood), textContrast);
    for (const PartState part : parts)
        colours.partColours.at(static_cast<std::size_t>(part)) = areaOf(part, grounds, palette);
    return colours;
}

} // namespace

bool isDark(const QPalette &palette)
{
    return luminance(palette.color(QPalette::Base)) < luminance(palette.color(QPalette::Text));
}

QColor moodColour(UploadMood mood, const QPalette &palette)
{
    return coloursOf(palette).moodColours.at(static_cast<std::size_t>(mood));
}

QColor partColour(PartState state, const QPalette &palette)
{
    return coloursOf(palette).partColours.at(static_cast<std::size_t>(state));
}

double contrastOf(const QColor &a, const QColor &b)
{
    const double one = luminance(a);
    const double other = luminance(b);
    return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

} // namespace gantry
