#include "ui/queue/sidebar.h"

#include "ui/look/icons.h"
#include "ui/model/upload_store.h"
#include "ui/text/format.h"

#include <QApplication>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>
#include <array>

namespace gantry {
namespace {

constexpr int nameRole = Qt::UserRole;
constexpr int countRole = Qt::UserRole + 1;
constexpr int headingRole = Qt::UserRole + 2;

struct MoodEntry
{
    UploadMood mood;
    QLatin1String name;
};

constexpr std::array moods = {
    MoodEntry{UploadMood::Moving, QLatin1String("mood/active")},
    MoodEntry{UploadMood::Waiting, QLatin1String("mood/waiting")},
    MoodEntry{UploadMood::Paused, QLatin1String("mood/paused")},
    MoodEntry{UploadMood::NeedsYou, QLatin1String("mood/needs_you")},
    MoodEntry{UploadMood::Failed, QLatin1String("mood/failed")},
    MoodEntry{UploadMood::Done, QLatin1String("mood/done")},
    MoodEntry{UploadMood::Cancelled, QLatin1String("mood/cancelled")},
};

const QLatin1String allName("all");
const QLatin1String destinationPrefix("destination/");

// Icon, text, and the count at the far side.
class SidebarDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const int line = option.fontMetrics.height();
        const bool heading = index.data(headingRole).toBool();
        return {QStyledItemDelegate::sizeHint(option, index).width() + widestCount(option),
                heading ? line * 2 : line * 7 / 4};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const int margin = option.fontMetrics.averageCharWidth();
        if (index.data(headingRole).toBool()) {
            // It can not be chosen, but it can be read.
            painter->setPen(option.palette.color(QPalette::Active, QPalette::PlaceholderText));
            painter->drawText(option.rect.adjusted(margin, 0, -margin, -margin / 2),
                              static_cast<int>(QStyle::visualAlignment(option.direction, Qt::AlignLeading)) |
                                  Qt::AlignBottom | Qt::TextSingleLine,
                              index.data().toString());
            return;
        }
        QStyledItemDelegate::paint(painter, option, index);
        const int count = index.data(countRole).toInt();
        if (count == 0)
            return;
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        painter->setPen(
            option.palette.color(selected ? QPalette::HighlightedText : QPalette::PlaceholderText));
        painter->drawText(option.rect.adjusted(margin, 0, -margin, 0),
                          static_cast<int>(QStyle::visualAlignment(option.direction, Qt::AlignTrailing)) |
                              Qt::AlignVCenter | Qt::TextSingleLine,
                          countText(count));
    }

private:
    static int widestCount(const QStyleOptionViewItem &option)
    {
        return option.fontMetrics.horizontalAdvance(countText(1'000'000));
    }
};

} // namespace

Sidebar::Sidebar(const UploadStore &store, QWidget *parent)
    : QListView(parent)
    , m_store(store)
{
    setAccessibleName(tr("Which uploads are shown"));
    setModel(&m_model);
    setItemDelegate(new SidebarDelegate(this));
    setEditTriggers(NoEditTriggers);
    setFrameShape(NoFrame);
    setUniformItemSizes(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    add(allName, tr("All", "uploads"), icon(Glyph::All));
    for (const MoodEntry &entry : moods)
        add(entry.name, moodText(entry.mood), moodIcon(entry.mood));
    setCurrentIndex(m_model.index(0, 0));
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &current) {
        if (current.row() > 0) // else it stands in for what is not there yet
            m_wanted.clear();
        Q_EMIT chosen();
    });
    connect(&store, &UploadStore::totalsChanged, this, &Sidebar::showCounts);
    showCounts();
}

QStandardItem *Sidebar::add(const QString &name, const QString &text, const QIcon &itemIcon)
{
    auto *item = new QStandardItem(itemIcon, text);
    item->setData(name, nameRole);
    item->setEditable(false);
    m_model.appendRow(item);
    return item;
}

QStandardItem *Sidebar::itemOf(const QString &name) const
{
    for (int row = 0; row < m_model.rowCount(); ++row)
        if (m_model.item(row)->data(nameRole).toString() == name)
            return m_model.item(row);
    return nullptr;
}

void Sidebar::setDestinations(const QStringList &names)
{
    if (names == m_destinations)
        return;
    m_destinations = names;
    const QString before = choiceName();
    const int firstRow = 1 + static_cast<int>(moods.size());
    m_model.removeRows(firstRow, m_model.rowCount() - firstRow);
    if (!names.isEmpty()) {
        QStandardItem *heading = add({}, tr("Destinations"), {});
        heading->setData(true, headingRole);
        heading->setFlags(Qt::NoItemFlags);
    }
    for (const QString &name : names)
        add(destinationPrefix + name, name, icon(Glyph::Destination));
    choose(before);
    showCounts();
}

void Sidebar::showCounts()
{
    const QueueTotals &totals = m_store.totals();
    const auto show = [](QStandardItem *item, int count) {
        if (item == nullptr || item->data(countRole) == QVariant(count))
            return;
        item->setData(count, countRole);
        item->setData(tr("%1, %n upload(s)", nullptr, count).arg(item->text()), Qt::AccessibleTextRole);
    };
    show(itemOf(allName), static_cast<int>(totals.size()));
    for (const MoodEntry &entry : moods)
        show(itemOf(entry.name), totals.byMood[static_cast<std::size_t>(entry.mood)]);
    for (const QString &name : std::as_const(m_destinations))
        show(itemOf(destinationPrefix + name), totals.byDestination.value(name));
    // Hardly anyone has cancelled uploads: a place for them only where there are some.
    const int cancelledRow = static_cast<int>(moods.size());
    const bool cancelled = totals.byMood[static_cast<std::size_t>(UploadMood::Cancelled)] > 0;
    setRowHidden(cancelledRow, !cancelled && currentIndex().row() != cancelledRow);
}

QString Sidebar::choiceName() const
{
    return m_wanted.isEmpty() ? currentIndex().data(nameRole).toString() : m_wanted;
}

QueueFilter Sidebar::choice() const
{
    const QString name = currentIndex().data(nameRole).toString();
    QueueFilter filter;
    if (name.startsWith(destinationPrefix))
        filter.destination = name.mid(destinationPrefix.size());
    for (const MoodEntry &entry : moods)
        if (name == entry.name)
            filter.mood = entry.mood;
    return filter;
}

void Sidebar::choose(const QString &name)
{
    const QStandardItem *item = name.isEmpty() ? nullptr : itemOf(name);
    m_wanted = item == nullptr ? name : QString();
    setCurrentIndex(item == nullptr ? m_model.index(0, 0) : item->index());
}

QSize Sidebar::sizeHint() const
{
    return {22 * fontMetrics().averageCharWidth() + 40, QListView::sizeHint().height()};
}

QSize Sidebar::minimumSizeHint() const
{
    const QFontMetrics metrics = fontMetrics();
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    int widest = 0;
    for (int row = 0; row <= static_cast<int>(moods.size()); ++row)
        widest = std::max(widest, metrics.horizontalAdvance(m_model.item(row)->text()));
    return {widest + option.decorationSize.width() + 5 * metrics.averageCharWidth(),
            QListView::minimumSizeHint().height()};
}

} // namespace gantry
