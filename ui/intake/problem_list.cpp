#include "ui/intake/problem_list.h"

#include "ui/text/names.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>

#include <algorithm>

namespace gantry {
namespace {

constexpr int linesShown = 6;

} // namespace

void ProblemModel::setProblems(const QList<WalkProblem> &problems)
{
    beginResetModel();
    m_problems = problems;
    endResetModel();
}

int ProblemModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_problems.size());
}

int ProblemModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : Columns;
}

QVariant ProblemModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const WalkProblem &problem = m_problems.at(index.row());
    if (role == Qt::DisplayRole) {
        if (index.column() == Reason)
            return problem.reason;
        return embeddedPath(problem.path);
    }
    if (role == Qt::ToolTipRole)
        return literalToolTip(index.column() == Path ? problem.path : problem.reason);
    if (role == Qt::AccessibleTextRole)
        return index.column() == Path ? tr("%1: %2").arg(embeddedPath(problem.path), problem.reason)
                                      : problem.reason;
    return {};
}

QVariant ProblemModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal)
        return {};
    return section == Path ? tr("File or folder") : tr("Why it cannot be sent");
}

ProblemList::ProblemList(QWidget *parent)
    : QTreeView(parent)
{
    setModel(&m_model);
    setRootIsDecorated(false);
    setUniformRowHeights(true); // 100,000 lines are laid out like ten
    setAllColumnsShowFocus(true);
    setTextElideMode(Qt::ElideMiddle);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setAlternatingRowColors(true);
    setTabKeyNavigation(false);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    setAccessibleName(tr("What cannot be sent"));
    header()->setStretchLastSection(true);
    header()->setSectionsMovable(false);
}

void ProblemList::setProblems(const QList<WalkProblem> &problems)
{
    m_model.setProblems(problems);
    setCurrentIndex(m_model.index(0, 0));
    clearSelection();
    updateGeometry();
}

QString ProblemList::selectedText() const
{
    QList<int> rows;
    const QModelIndexList selected = selectionModel()->selectedRows();
    for (const QModelIndex &index : selected)
        rows.append(index.row());
    std::sort(rows.begin(), rows.end());
    QStringList lines;
    const auto line = [](const WalkProblem &problem) {
        return problem.path + QLatin1Char('\t') + problem.reason;
    };
    const QList<WalkProblem> &all = m_model.problems();
    if (rows.isEmpty())
        for (const WalkProblem &problem : all)
            lines.append(line(problem));
    else
        for (const int row : std::as_const(rows))
            lines.append(line(all.at(row)));
    return lines.join(QLatin1Char('\n'));
}

void ProblemList::copy() const
{
    QApplication::clipboard()->setText(selectedText());
}

QSize ProblemList::sizeHint() const
{
    const int lines = std::clamp(m_model.rowCount(), 1, linesShown);
    const int line = std::max(sizeHintForRow(0), fontMetrics().height());
    return {QTreeView::sizeHint().width(), header()->sizeHint().height() + lines * line + 2 * frameWidth()};
}

void ProblemList::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        copy();
    else
        QTreeView::keyPressEvent(event);
}

void ProblemList::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    header()->resizeSection(ProblemModel::Path, viewport()->width() * 11 / 20);
}

} // namespace gantry
